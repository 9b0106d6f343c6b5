import type { components, operations } from '../../src/generated/moph-messaging.ts'
import type { OperationFunction } from '../../src/upstream/upstream.ts'
import type { Caller, World } from '../../src/upstream/world.ts'
import { refuseOverHour } from './hourly-limit.ts'
import { addMessage, findByCode, type NewMessage, takeTurn, updateMessage } from './messages.ts'
import { addTargets, onWhiteList } from './targets.ts'

type TargetedMessage = components['schemas']['TargetedMessage']

/**
 * Sends a message to those of the target who are on the white list, or changes the one of the same code (MOPH Immunization Center API
 * v1.15; public clients). To the app and to LINE, as a client's comment says.
 */
export const sendMessageTarget: OperationFunction<operations['sendMessageTarget']> = async ({ body, caller }, world) => {
  const { hospital_code } = body.hospital
  await refuseOverHour(world, hospital_code, await takeTurn(world.db, hospital_code))
  remarkOn(body, caller, world)

  const message = messageOf(body)
  const earlier = await findByCode(world.db, hospital_code, body.message_ref_code)
  if (earlier) await updateMessage(world, earlier, message)
  const id = earlier?.id ?? (await addMessage(world, message))

  const cids = [...new Set(body.target)]
  const listed = await onWhiteList(world.db, cids)
  const target = cids.filter((cid) => listed.has(cid))
  const target_not_on_white_list = cids.filter((cid) => !listed.has(cid))
  await addTargets(world.db, id, target)
  const [first] = target_not_on_white_list
  if (first !== undefined)
    world.report('not-on-white-list', { pointer: `/body/target/${body.target.indexOf(first)}`, seen: target_not_on_white_list })
  return { result: { message_ref_code: body.message_ref_code, updated: earlier !== undefined, target, target_not_on_white_list } }
}

function messageOf({ hospital, ...body }: TargetedMessage): NewMessage {
  return {
    hospital_code: hospital.hospital_code,
    hospital_name: hospital.hospital_name ?? '',
    made_by: 'api',
    ref_code: body.message_ref_code,
    title: body.message_title ?? '',
    content: body.message_content_html ?? '',
    confirm_url: body.message_confirm_url ?? null,
    to_app: 1,
    to_line: 1,
  }
}

const active = /<\s*(script|iframe|object|embed|form)\b|\son\w+\s*=|javascript:/i

function remarkOn({ hospital, message_content_html, target }: TargetedMessage, { hospitalCode }: Caller, world: World): void {
  if (hospital.hospital_code !== hospitalCode)
    world.report('sender-of-another-hospital', { pointer: '/body/hospital/hospital_code', seen: hospital.hospital_code })
  const [found] = active.exec(message_content_html ?? '') ?? []
  if (found !== undefined) world.report('active-content', { pointer: '/body/message_content_html', seen: found })
  const seen = new Set<string>()
  const again = target.findIndex((cid) => seen.size === seen.add(cid).size)
  if (again >= 0) world.report('duplicate-target', { pointer: `/body/target/${again}`, seen: target[again] })
}
