import { z } from 'zod';
import { fleetReportSchema } from './fleet-report';

/** The published JSON schema, `schemas/fleet-report.schema.json`. Unknown keys are allowed: the report grows by adding. */
export function fleetReportJsonSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(fleetReportSchema, { io: 'input' });
  return `${JSON.stringify({ $schema, title: 'Report over a fleet, of `zentra-codemods fleet`', ...rest }, null, 2)}\n`;
}
