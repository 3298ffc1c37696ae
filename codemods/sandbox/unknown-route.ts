import { legacyActions, type OperationName, type Route, routes, routesOf } from 'zentra-compat/contract';
import { Refusal } from './envelope';

const written = ({ method, path }: Route) => `${method} ${path}`;

/** What old material and guesses put after a card's id, and what does it now. */
const reviewedActions: ReadonlyMap<string, string> = new Map(
  Array.from(legacyActions, ([action, operation]): [string, string] => [action, writesOf(operation)]),
);

/** The requests of an operation that change something. */
function writesOf(operation: OperationName): string {
  return routesOf(operation)
    .filter(({ method }) => method !== 'GET')
    .map(written)
    .join(', then ');
}

/** 404 for a route that is not reviewed, naming the one that is, where the path tells which. */
export function unknownRoute(method: string, path: string): Refusal {
  const reviewed = reviewedRouteFor(method, path);
  return new Refusal({
    status: 404,
    code: 'route_not_found',
    message: reviewed
      ? `${method} ${path} is not a reviewed route: use ${reviewed}`
      : `${method} ${path} is not a reviewed route: card routes are below ${routes.list.path}`,
    ...(reviewed ? { details: { reviewed_route: reviewed } } : {}),
  });
}

function reviewedRouteFor(method: string, path: string): string | undefined {
  const action = /\/cards\/[^/]+\/([^/]+)\/?$/.exec(path)?.[1];
  const reviewed = action && reviewedActions.get(action);
  if (reviewed) return reviewed;
  return path.startsWith('/v1/') ? `${method} /api${path}` : undefined;
}
