import { legacyActions, type OperationName, type Route, routes, routesOf } from 'zentra-compat/contract';
import { Refusal } from './envelope';

const written = ({ method, path }: Route) => `${method} ${path}`;

/** Last path segments that old code uses after a card's id, with the reviewed requests that replace them. */
const reviewedActions: ReadonlyMap<string, string> = new Map(
  Array.from(legacyActions, ([action, operation]): [string, string] => [action, writesOf(operation)]),
);

/** The requests of an operation that change data. */
function writesOf(operation: OperationName): string {
  return routesOf(operation)
    .filter(({ method }) => method !== 'GET')
    .map(written)
    .join(', then ');
}

/** 404 for a route that is not reviewed; names the reviewed one when the path identifies it. */
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
