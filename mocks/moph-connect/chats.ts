import type { components, operations, Rule } from '../../src/generated/control/moph-connect.ts'
import { refusals } from '../../src/upstream/refusal.ts'
import type { Db } from '../../src/upstream/tables.ts'
import type { OperationFunctions } from '../../src/upstream/upstream.ts'
import type { Content } from './calls.ts'
import { messageOf } from './messages.ts'
import { queueCard } from './queueCard.ts'
import type { ConnectCallRow, DeliveryRow } from './tables.ts'
import { chatOf } from './users.ts'

const refuse = refusals<Rule>()
const mostShown = 1000

type Delivery = components['schemas']['Delivery']
type Row = DeliveryRow & Pick<ConnectCallRow, 'operation' | 'content'>
type ChatActions = Pick<operations, 'listDeliveries' | 'getDelivery' | 'getQueueCard' | 'answerSurvey'>

/** The patient's chat in LINE: what came, what is to come, and the answer to a survey. */
export const chatActions: OperationFunctions<ChatActions> = {
  async listDeliveries({ path, query }, { db }) {
    const rows = await deliveries(db)
      .where('d.zone', '=', path.zone)
      .where('d.user_id', '=', chatOf(path.user_id))
      .$if(query.state !== undefined, (rows) => rows.where('d.delivered', '=', Number(query.state === 'delivered')))
      .orderBy('d.at', 'desc')
      .orderBy('d.id', 'desc')
      .limit(query.limit ?? mostShown)
      .execute()
    return rows.reverse().map(shown)
  },

  async getDelivery({ path }, { db }) {
    return shown(await deliveryOf(db, path.delivery_id))
  },

  async getQueueCard({ path }, { db }) {
    const { kind, content, zone } = await deliveryOf(db, path.delivery_id)
    if (kind !== 'queue-card') throw refuse('delivery-without-card', { pointer: '/path/delivery_id', seen: path.delivery_id })
    return queueCard(contentOf(content), zone)
  },

  async answerSurvey({ path, body }, { db, clock }) {
    const at = { pointer: '/path/delivery_id', seen: path.delivery_id }
    const survey = await deliveryOf(db, path.delivery_id)
    if (survey.kind !== 'survey') throw refuse('not-a-survey', at)
    if (survey.delivered === 0) throw refuse('survey-not-delivered', at)
    if (survey.answered_at !== null) throw refuse('survey-answered', at)
    const answer = { score: body.score, comment: body.comment ?? null, answered_at: clock.local() }
    const { numUpdatedRows } = await db
      .updateTable('connect_deliveries')
      .set(answer)
      .where('id', '=', survey.id)
      .where('answered_at', 'is', null)
      .executeTakeFirst()
    // Another process may have been faster.
    if (numUpdatedRows === 0n) throw refuse('survey-answered', at)
    return shown({ ...survey, ...answer })
  },
}

function deliveries(db: Db) {
  return db
    .selectFrom('connect_deliveries as d')
    .innerJoin('connect_calls as c', 'c.id', 'd.call_id')
    .selectAll('d')
    .select(['c.operation', 'c.content'])
}

async function deliveryOf(db: Db, id: number): Promise<Row> {
  const row = await deliveries(db).where('d.id', '=', id).executeTakeFirst()
  if (!row) throw refuse('unknown-delivery', { pointer: '/path/delivery_id', seen: id })
  return row
}

function contentOf(content: string): Content {
  return JSON.parse(content)
}

function shown({ id, zone, user_id, kind, at, delivered, operation, content, score, comment, answered_at }: Row): Delivery {
  return {
    delivery_id: id,
    zone,
    user_id,
    kind,
    state: delivered === 1 ? 'delivered' : 'scheduled',
    at,
    operation,
    ...messageOf(kind, contentOf(content)),
    card: kind === 'queue-card' ? `/connect/deliveries/${id}/card` : null,
    answer: score === null ? null : { score, comment, answered_at: answered_at! },
  }
}
