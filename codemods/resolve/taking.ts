/** Matches where a text takes a namespace out of a client and keeps it: `client.cards` without a further member, `{ cards }`. */
export const takingOf = (namespace: string): RegExp =>
  new RegExp(
    `\\.\\s*${namespace}\\b(?!\\s*(?:\\?\\.|[.\\[=]))|[{,]\\s*${namespace}\\s*(?::\\s*[\\w$]|[,}=])`,
  );
