export { createMophClient, type MophClient } from './client.ts'
export { MophError } from './errors/moph-error.ts'
export {
  AuthenticationError,
  ConflictError,
  ForbiddenError,
  LoginRefusedError,
  NotFoundError,
  RateLimitedError,
  RefusedError,
} from './errors/refused.ts'
export { ConnectionError, NoTokenError, TimeoutError, UnexpectedReplyError, UpstreamFailedError } from './errors/unanswered.ts'
export type { AccountClient } from './moph-account/index.ts'
export type { AppointmentClient } from './moph-appointment/index.ts'
export type {
  Appointment,
  Booking,
  BookingReference,
  DayBooking,
  DaySlots,
  Department,
  HospitalSlots,
  PersonAppointments,
  Room,
  ScheduleSlots,
} from './moph-appointment/types.ts'
export type { ClaimClient } from './moph-claim/index.ts'
export type { DmhtAdmission, Transaction, TransactionStatus, VaccineAdmission } from './moph-claim/types.ts'
export type { ConnectClient } from './moph-connect/index.ts'
export type { Alert, QueueMessage } from './moph-connect/types.ts'
export type { MessagingClient } from './moph-messaging/index.ts'
export type { SentMessage, TargetedMessage } from './moph-messaging/types.ts'
export { type AgentClient, type AgentClientOptions, createAgentClient } from './nhso-agent/index.ts'
export type {
  AgentDraft,
  AgentPreference,
  AgentVisit,
  CardHolder,
  ConfirmedVisit,
  GivenCode,
  LatestCode,
  RightCheck,
  Terminal,
} from './nhso-agent/types.ts'
export type { NhsoAuthenClient } from './nhso-authen/index.ts'
export type {
  AuthenReply,
  AuthenRequest,
  AuthenStatus,
  ClosedReply,
  ClosedVisit,
  RealPerson,
} from './nhso-authen/types.ts'
export type { UpstreamName } from './operation.ts'
export type {
  BaseUrls,
  Credentials,
  Fetch,
  FinanceOptions,
  HashCredentials,
  MophClientOptions,
  NhsoOptions,
  PasswordCredentials,
} from './options.ts'
export { passwordHash } from './password-hash.ts'
