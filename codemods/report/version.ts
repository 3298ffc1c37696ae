/** Version of the report's format. Apart from the schema, so that who writes a report need not load what checks one. */
export const SCHEMA_VERSION = 1;
