/** Version of the report's format. In a file of its own, so that writing a report does not load the schema. */
export const SCHEMA_VERSION = 1;
