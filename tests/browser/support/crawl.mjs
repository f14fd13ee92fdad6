// Every page that somebody can reach by following links, one of each kind.

// Pages of a kind differ in numbers and in what part, field, theme, set, group or indicator they show.
const kind = (address) => address
  .replace(/\/\d+/g, "/N")
  .replace(/\/(del|felt|tema|skjema|grupper|kapittel)\/[^/?]+/g, "/$1/X")
  .replace(/^\/indikatorsett\/(?!nytt$)[^/?]+/, "/indikatorsett/X")
  .replace(/^(\/indikatorsett\/X\/indikatorer)\/[^/?]+/, "$1/X")
  .replace(/\/grunnlag\/[^?]+/, "/grunnlag/X")
  .replace(/\/passord\/[^/]+/, "/passord/X")
  .replace(/=[^&]*/g, "=");

// The addresses of our own that an answer links to.
async function links(answer) {
  const hrefs = [...(await answer.text()).matchAll(/<a\s[^>]*href="([^"#]+)[^"]*"/g)].map(([, href]) => href.replaceAll("&amp;", "&").replaceAll("&#38;", "&"));
  return hrefs.filter((link) => link.startsWith("/") && !link.startsWith("/static/"));
}

// Addresses, each with its kind, from `start` on; `visitor` is signed in as the role, or as nobody. `besides` are addresses to look at whatever their kind,
// by a name each: a page that looks otherwise in another state.
export async function crawl(visitor, start = ["/"], besides = {}) {
  const waiting = [...start], found = new Map();
  for (const [name, address] of Object.entries(besides)) {
    found.set(name, address);
    waiting.push(...(await links(await visitor.ask(address))));
  }
  while (waiting.length) {
    const address = waiting.shift();
    if (found.has(kind(address))) continue;
    const answer = await visitor.ask(address);
    if (answer.status === 303 || answer.status === 307) { waiting.push(answer.headers.get("location")); continue; }
    if (answer.status !== 200) throw new Error(`${address}, which a page links to, answers ${answer.status}`);
    if (!answer.headers.get("content-type").startsWith("text/html")) continue;
    found.set(kind(address), address);
    waiting.push(...(await links(answer)));
  }
  return [...found].map(([name, address]) => ({ name, address }));
}
