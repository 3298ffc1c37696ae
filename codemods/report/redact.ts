/** What no output may show is decided in one place, for the wrapper, the reports and the sandbox alike. */
export { hidden, redact, redactNumber } from 'zentra-compat/contract';
