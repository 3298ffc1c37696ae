/**
 * Moves Zentra card integrations to the reviewed gateway API. What the command line does, it does through this.
 *
 * @module zentra-codemods
 */
export { type AnswerOptions, answer, type GivenAnswer } from './api/answer';
export { type Migration, migrate } from './api/migrate';
export type { MigrateOptions } from './api/migrate-options';
export { type RenderOptions, renderReport } from './api/render-report';
export { type UndoOptions, undo } from './api/undo';
export type { Progress, TextChange } from './engine/options';
export type { Choice, CodeChange, Question } from './engine/questions/question';
export { UsageError } from './engine/usage-error';
export type { UndoOutcome } from './engine/write/undo';
export { parseReport, ReportError } from './report/parse';
export type { Report, Site } from './report/report';
