// Which URLs data may be sent to.

export const VISIBLE_ASCII: RegExp = /^[!-~]+$/;

/**
 * Return what makes a URL unfit to send data to, without repeating the URL; null if nothing.
 *
 * https goes anywhere; plain http only to this machine, unless it is allowed by name.
 */
export function whyNotSafe(url: string, allowPlainHttp: boolean): string | null {
  if (url && !VISIBLE_ASCII.test(url)) {
    return "holds a space, a control character or a character outside ASCII";
  }
  if (!/^https?:\/\/[^/?#]/i.test(url)) return "is not an https URL";
  if (!URL.canParse(url)) return "cannot be read as a URL";
  if (/^[^/]*\/\/[^/?#]*@/.test(url)) return "holds a user name or a password";
  const { protocol, hostname } = new URL(url);
  if (protocol === "http:" && !isLoopback(hostname) && !allowPlainHttp) {
    return (
      `is plain http to ${hostname}, which is not this machine; use https, or allow it by name ` +
      "(allowPlainHttp or BOTA_ALLOW_PLAIN_HTTP=1)"
    );
  }
  return null;
}

/** Return whether a host, as a URL names it, is this machine (RFC 6761, section 6.3). */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
