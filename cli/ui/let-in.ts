/** Whether browsers let scripts of a page call the API: asks as they do before a call. False as well where nobody answers. */
export async function isLetIn(api: string, origin: string): Promise<boolean> {
  const headers = { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' };
  const answer = await fetch(`${api}/me`, { method: 'OPTIONS', headers }).catch(() => undefined);
  return answer?.headers.get('access-control-allow-origin') === origin;
}
