// The data in JavaScript, without a library: for node, a page (page.html), and notebooks such as Observable's.
// Every site lets the scripts of other sites read its data.

/** All rows of a table, page after page. */
export async function rows(site, table, filters = {}) {
  const found = [];
  const query = new URLSearchParams({ _shape: "array", _size: "max", ...filters });
  let url = `${site}/readout/${table}.json?${query}`;
  while (url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error((await answer.json()).error);
    found.push(...(await answer.json()));
    url = answer.headers.get("link")?.match(/<([^>]+)>; rel="next"/)?.[1];
  }
  return found;
}

/** The rows of a question in SQL; `:name` in it takes the parameter of that name. */
export async function query(site, sql, parameters = {}) {
  const answer = await fetch(`${site}/readout/-/query.json?${new URLSearchParams({ sql, ...parameters })}`);
  const told = await answer.json();
  if (!told.ok) throw new Error(told.error);
  if (told.truncated) throw new Error("There are more rows; take the CSV, or ask for fewer.");
  return told.rows;
}

/** How many quotes of each type each outlet has: [{outlet, type, n}]. */
export async function quotesByType(site) {
  const outlets = new Map((await rows(site, "articles")).map((article) => [article.id, article.outlet]));
  const counts = new Map();
  for (const quote of await rows(site, "quotes")) {
    const key = `${outlets.get(quote.article)} ${quote.type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.keys()].sort().map((key) => {
    const [outlet, type] = key.split(" ");
    return { outlet, type, n: counts.get(key) };
  });
}
