import { z } from 'zod';
import { manifestSchema } from './schema';

/** The published JSON schema, `schemas/fleet-manifest.schema.json`. */
export function manifestJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(manifestSchema, { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'Manifest of a fleet, for `zentra-codemods fleet`', ...rest }, null, 2)}\n`;
}
