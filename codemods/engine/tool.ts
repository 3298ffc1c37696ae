import { name, version } from '../package.json';

/** The tool that made a report. */
export const TOOL = { name, version };

/** Name of the configuration file, at a project's root. */
export const CONFIG_FILE = `${TOOL.name}.config.json`;

/** Name of the file of answers, at a project's root. */
export const ANSWERS_FILE = `${TOOL.name}.answers.json`;
