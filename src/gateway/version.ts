/** Version of this package, as in package.json. A constant, because reading a file at import costs time. */
export const version = '1.0.0';
