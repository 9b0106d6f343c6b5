import type { operations } from '../../src/generated/control/moph-messaging.ts'
import { upload } from './messaging-calls.ts'
import type { Provocation, Provocations } from './provocation.ts'
import { manee } from './world.ts'

const desk = '/messaging/99999/news'
/** Of the demo world. */
const sent = 1
const draft = 2

const send =
  (method: string, path: string, body?: unknown): Provocation =>
  (world) =>
    world.control(method, path, body)
const targets =
  (id: number): Provocation =>
  (world) =>
    upload(world, `${desk}/${id}/targets`, manee)

const after =
  (first: Provocation, then: Provocation): Provocation =>
  async (world) => {
    await first(world)
    return then(world)
  }

const open = (id: number, channel = 'app') => send('POST', `/messaging/patients/${manee}/messages/${id}/open`, { channel })

/** Only the operations that refuse anything. */
export const messagingControlProvocations: Partial<Provocations<keyof operations>> = {
  listNews: { 'unknown-hospital': send('GET', '/messaging/99991/news') },
  createNews: { 'unknown-hospital': send('POST', '/messaging/99991/news', { title: 'ก', content: 'ข' }) },
  getNews: { 'unknown-news': send('GET', `${desk}/99`) },
  changeNews: { 'unknown-news': send('PATCH', `${desk}/99`, {}), 'news-sent': send('PATCH', `${desk}/${sent}`, {}) },
  listNewsTargets: { 'unknown-news': send('GET', `${desk}/99/targets`) },
  uploadNewsTargets: { 'unknown-news': targets(99), 'news-sent': targets(sent) },
  sendNews: {
    'unknown-news': send('POST', `${desk}/99/send`),
    'news-sent': send('POST', `${desk}/${sent}/send`),
    'no-targets': after(send('POST', desk, { title: 'ก', content: 'ข' }), send('POST', `${desk}/3/send`)),
    'no-channel': after(send('PATCH', `${desk}/${draft}`, { to_app: false, to_line: false }), send('POST', `${desk}/${draft}/send`)),
  },
  openPatientMessage: {
    'unknown-message': open(99),
    'not-in-this-channel': after(
      send('PATCH', `${desk}/${draft}`, { to_app: false }),
      after(send('POST', `${desk}/${draft}/send`), open(draft)),
    ),
  },
}
