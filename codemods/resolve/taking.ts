/**
 * Matches where a text takes a namespace out of a client and keeps it, `client.cards` without a further member and `{ cards }`, or asks
 * for its class.
 */
export const takingOf = (namespace: string): RegExp =>
  new RegExp(
    `\\.\\s*${namespace}\\b(?!\\s*(?:\\?\\.|[.\\[=])(?!\\s*(?:constructor|__proto__)\\b))|[{,]\\s*${namespace}\\s*(?::\\s*[\\w$]|[,}=])`,
  );
