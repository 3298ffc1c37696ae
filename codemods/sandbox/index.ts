export { type CardSeed, defaultSecurity } from './card-registry';
export type { FaultRuleInput } from './faults';
export type { FaultInput, SandboxOptions } from './options';
export type { LoggedRequest } from './request-log';
export { type RunSandboxOptions, runSandbox, SAMPLE_KEY } from './run-sandbox';
export { type Sandbox, startSandbox } from './sandbox';
export type { Card, CardStatus, Funding, SandboxState } from './state';
