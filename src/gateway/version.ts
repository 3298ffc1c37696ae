/** Of this package, as in package.json; a constant, because reading a file at import costs time. */
export const version = '1.0.0';
