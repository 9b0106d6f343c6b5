/** What the project wants of the sandbox's speed, weight and start, and whether one run reached it. */
import type { Memory } from './memory.ts'
import type { Results, Verdict } from './results.ts'
import type { Speed } from './speed.ts'
import type { StartUp } from './startup.ts'
import { ratios } from './verdicts.ts'

/** Of the earlier commit's CPU, memory or time, at most. */
const ofEarlier = { get: 0.45, mixed: 0.5, read: 0.6, write: 0.7, memory: 0.3, start: 0.4, idle: 0.7, workspace: 0.35 }
/** CPU of the peer over that of the sandbox, at least. */
const ofPeers = { limit: 0.45, stripped: 0.8, prism: 7, postgres: 0.55 }
const flatGrowth = 1.1
/** An RSA signature of half a millisecond is not ours to make faster. */
const notOurs = 'getMophAccessToken'

export function heartVerdicts({ get, mixed, upstreams, postgres, workspaces, startUp, memory }: Results): Verdict[] {
  return [
    ...(get
      ? [
          ...(['limit', 'stripped', 'prism'] as const).map((peer) => timesPeer(`GET by date, ${peer}'s CPU over ours`, peer, get)),
          costOf('GET by date', ofEarlier.get, get),
        ]
      : []),
    ...(mixed ? [costOf('mixed load', ofEarlier.mixed, mixed)] : []),
    ...(upstreams ?? [])
      .filter(({ operation }) => operation !== notOurs)
      .map(({ operation, effect, speeds }) => costOf(`${effect} ${operation}`, ofEarlier[effect], speeds)),
    ...(postgres ? [byPostgres(postgres)] : []),
    ...(workspaces
      ? (['made', 'reset'] as const).map((what) =>
          atMost(
            `${what === 'made' ? 'a new workspace' : 'a reset'}, CPU`,
            ofEarlier.workspace,
            (name) => workspaces.find((one) => one.name === name)?.[what].cpuMs,
          ),
        )
      : []),
    ...(memory ? [...(['GETs by date', 'large claims'] as const).map((load) => weightAfter(load, memory)), ...memory.map(flat)] : []),
    ...(startUp ? startVerdicts(startUp) : []),
  ]
}

function timesPeer(aim: string, peer: keyof typeof ofPeers, speeds: readonly Speed[]): Verdict {
  const { byCpu, byRequests } = ratios('sandbox', peer, speeds)
  const least = ofPeers[peer]
  return {
    aim: `${aim}, at least ${least}`,
    figure: `${byCpu.toFixed(2)} (${byRequests.toFixed(2)} by requests/s)`,
    reached: byCpu >= least,
  }
}

/** CPU a request over that of the earlier commit. */
function costOf(what: string, most: number, speeds: readonly Speed[]): Verdict {
  return atMost(`${what}, CPU`, most, (name) => speeds.find((speed) => speed.name === name)?.median.cpuMicros)
}

function byPostgres(speeds: readonly Speed[]): Verdict {
  const { byCpu, byRequests } = ratios('sandbox --store', 'sandbox', speeds)
  const earlier = speeds.some(({ name }) => name === 'earlier') && ratios('earlier --store', 'earlier', speeds)
  return {
    aim: `GET by date with PostgreSQL, CPU in memory over CPU with it, at least ${ofPeers.postgres}`,
    figure: `${byCpu.toFixed(2)} (${byRequests.toFixed(2)} by requests/s)${earlier ? `; earlier ${earlier.byCpu.toFixed(2)} (${earlier.byRequests.toFixed(2)})` : ''}`,
    reached: byCpu >= ofPeers.postgres,
  }
}

function weightAfter(load: Memory['load'], memory: readonly Memory[]): Verdict {
  const of = (name: string) => memory.find((one) => one.name === name && one.load === load)?.residentMb
  return atMost(`resident memory after ${load}`, ofEarlier.memory, of)
}

const flat = ({ name, load, growth }: Memory): Verdict => ({
  aim: `memory of ${name} under ${load} flat, the end over a tenth at most ${flatGrowth}`,
  figure: growth.toFixed(2),
  reached: name.startsWith('earlier') ? undefined : growth <= flatGrowth,
})

function startVerdicts(startUps: readonly StartUp[]): Verdict[] {
  const one = (name: string) => startUps.find((startUp) => startUp.name === name)
  const verdicts = ['', ' installed'].flatMap((kind) => {
    const what = kind === '' ? 'npm start' : 'the installed package'
    return (['warm', 'cold'] as const).map((cache) => {
      const verdict = atMost(
        `first 200 of ${what}, compile cache ${cache === 'warm' ? 'filled' : 'empty'}, ms`,
        ofEarlier.start,
        (name) => one(`${name}${kind}`)?.[cache].medianMs,
      )
      const cpu = ['sandbox', 'earlier'].map((name) => one(`${name}${kind}`)?.[cache].medianCpuMs)
      const byCpu = cpu[1] === undefined ? '' : ` (${(cpu[0]! / cpu[1]).toFixed(2)} by CPU)`
      return { ...verdict, figure: `${verdict.figure}${byCpu}` }
    })
  })
  const idle = ['', ' installed'].map((kind) =>
    atMost(
      `idle memory of ${kind === '' ? 'npm start' : 'the installed package'}, MB`,
      ofEarlier.idle,
      (name) => one(`${name}${kind}`)?.idleMb,
    ),
  )
  return [...verdicts, ...idle]
}

/** A figure of ours over the same of the earlier commit. */
function atMost(what: string, most: number, figureOf: (name: 'sandbox' | 'earlier') => number | undefined): Verdict {
  const [own, before] = [figureOf('sandbox'), figureOf('earlier')]
  const ratio = own === undefined || before === undefined ? undefined : own / before
  return {
    aim: `${what}, at most ${most} of the earlier commit's`,
    figure:
      ratio === undefined
        ? `${own?.toFixed(1)}; no earlier commit (--against REV)`
        : `${ratio.toFixed(2)} (${own!.toFixed(1)} to ${before!.toFixed(1)})`,
    reached: ratio === undefined ? undefined : ratio <= most,
  }
}
