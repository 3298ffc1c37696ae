/** The contract decides for the wrapper, the reports and the sandbox which text no output may show. */
export { hidden, redact } from 'zentra-compat/contract';
