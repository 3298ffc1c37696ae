import { name, version } from '../package.json';

/** Who made a report. */
export const TOOL = { name, version };
