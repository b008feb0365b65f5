/** The name or address in a Host header, without its port; an IPv6 address without its brackets. */
export function hostNameOf(authority: string): string | undefined {
  const address = `http://${authority}`;
  if (!URL.canParse(address)) return undefined;
  const { host, hostname } = new URL(address);
  // Else it held more than a name and a port: `127.0.0.1@example.org`.
  return host === authority.toLowerCase().replace(/:80$/, '') ? hostname.replace(/^\[|\]$/g, '') : undefined;
}
