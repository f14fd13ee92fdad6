// Every page that somebody can reach by following links, one of each kind.

// Pages of a kind differ in numbers and in what part, field, theme, set, group or indicator they show.
const kind = (address) => address
  .replace(/\/\d+/g, "/N")
  .replace(/\/(del|felt|tema|skjema|grupper)\/[^/?]+/g, "/$1/X")
  .replace(/^\/indikatorsett\/(?!nytt$)[^/?]+/, "/indikatorsett/X")
  .replace(/^(\/indikatorsett\/X\/indikatorer)\/[^/?]+/, "$1/X")
  .replace(/\/grunnlag\/[^?]+/, "/grunnlag/X")
  .replace(/\/passord\/[^/]+/, "/passord/X")
  .replace(/=[^&]*/g, "=");

// Addresses, each with its kind, from `start` on; `visitor` is signed in as the role, or as nobody.
export async function crawl(visitor, start = ["/"]) {
  const waiting = [...start], found = new Map();
  while (waiting.length) {
    const address = waiting.shift();
    if (found.has(kind(address))) continue;
    const answer = await visitor.ask(address);
    if (answer.status === 303 || answer.status === 307) { waiting.push(answer.headers.get("location")); continue; }
    if (answer.status !== 200) throw new Error(`${address}, which a page links to, answers ${answer.status}`);
    if (!answer.headers.get("content-type").startsWith("text/html")) continue;
    found.set(kind(address), address);
    for (const [, href] of (await answer.text()).matchAll(/<a\s[^>]*href="([^"#]+)[^"]*"/g)) {
      const link = href.replaceAll("&amp;", "&").replaceAll("&#38;", "&");
      if (link.startsWith("/") && !link.startsWith("/static/")) waiting.push(link);
    }
  }
  return [...found].map(([name, address]) => ({ name, address }));
}
