import { type Route, routes } from 'zentra-compat/contract';
import { Refusal } from './envelope';

const written = ({ method, path }: Route) => `${method} ${path}`;

/** What old material and guesses put after a card's id, and the route that does it now. */
const reviewedActions: ReadonlyMap<string, string> = new Map([
  ['freeze', written(routes.lock)],
  ['unfreeze', written(routes.unlock)],
  ['terminate', `${written(routes.lock)}, then ${written(routes.replaceSecurity)}`],
  ['limits', written(routes.replaceSecurity)],
]);

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
