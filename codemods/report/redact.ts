/** What no output may show is decided in one place, for the wrapper, the reports and the sandbox alike. */
export { hidden, redact } from 'zentra-compat/contract';
