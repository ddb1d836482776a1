// How many quotes of each type does each outlet have? With node (18 or newer): node with_node.mjs [SITE]
import { query, quotesByType } from "./readout.mjs";

const site = process.argv[2] ?? "http://127.0.0.1:8001";
const counted = await quotesByType(site);
const [{ n }] = await query(site, "SELECT count(*) AS n FROM quotes");
if (counted.reduce((sum, each) => sum + each.n, 0) !== n) throw new Error("some rows are missing");
for (const { outlet, type, n } of counted) console.log(outlet, type, n);
