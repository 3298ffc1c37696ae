import { dependencies, name, version } from '../package.json';

/** Who made a report. */
export const TOOL = { name, version };

/** What a migrated package asks for of `zentra-compat`. */
export const COMPAT_RANGE = dependencies['zentra-compat'];
