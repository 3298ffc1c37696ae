/** What is known of an update that was tried. */
export type Known = 'done' | 'none' | 'unknown';

/** Another process that changes a card's security with plain HTTP: GET, merge, PUT with `If-Match`, again on 412. */
export async function updateFlagAlone(url: string, key: string, card: string, flag: string): Promise<Known> {
  const path = `${url}/api/v1/cards/${card}/security`;
  const authorization = `Bearer ${key}`;
  for (let round = 0; round < 10; round++) {
    try {
      const read = await fetch(path, { headers: { authorization } });
      const { data } = (await read.json()) as { data?: { flags?: object } };
      const etag = read.headers.get('etag');
      if (!read.ok || !data || !etag) continue;
      const written = await fetch(path, {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json', 'if-match': etag },
        body: JSON.stringify({ ...data, flags: { ...data.flags, [flag]: true } }),
      }).catch(() => undefined);
      if (written?.status === 412) continue;
      const answer = await written?.text().catch(() => undefined);
      return written?.ok && answer?.includes(`"${flag}":true`) ? 'done' : 'unknown';
    } catch {
      // The read was spoiled: nothing has happened yet.
    }
  }
  return 'none';
}
