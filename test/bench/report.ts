import { availableParallelism } from 'node:os';

import { format } from 'prettier';

import { N8N_VERSION } from '../e2e/cache';
import { SCORE_MAX } from './finding';
import type { Results } from './results';
import { sectionsOf } from './sections';

/** What was found out, as Markdown: fit for the terminal, and for a file of its own. */
export async function report(results: Results): Promise<string> {
	return await format(sectionsOf(results).join('\n\n'), { parser: 'markdown' });
}

/** The same, with what a reader needs to know of it. */
export async function asPage(text: string): Promise<string> {
	const page = `# Benchmark

How long the same job takes: read all records, keep the suspicious ones (score of ${SCORE_MAX} or lower),
turn each of their warnings into an item. In n8n ${N8N_VERSION}, on a computer with
${availableParallelism()} cores; the stand-in for Verifik runs in a process of its own.

- **(a)** What people build without code: HTTP Request with pagination → Split Out → Filter → four times
  Split Out and Edit Fields → Merge. Twelve nodes, seven expressions.
- **(b)** HTTP Request with pagination → one Code node.
- **(c)** This node.
- **(c10)** This node with Concurrent Requests 10 instead of 4, the default. Only at 10 000 records and
  100 ms a request.
- **(d)** The floor: a bare loop in Node, without n8n. One page after another over one connection,
  parsed, filtered, split; no retries, no de-duplication, no messages.
- **(d2)** The same loop with a new connection for each request. n8n's HTTP client keeps no connection open, so
  every node pays for that: this is the floor that (c) is held to. Only at 0 ms a request; at 100 ms the difference
  does not show.
- **(e)** What the workflow around a contender costs: a Code node that gives as many items as (c), of the
  same fields and sizes, from memory.

(a), (b), (c), (c10) and (e) run as webhook → contender → Aggregate → Edit Fields → answer. They take turns in one
n8n, after a round for warming up, and each answer is compared item by item with what (d) found: any difference
ends the benchmark. Times are medians. \`npm run bench\` repeats all of it and rewrites this page;
\`--records\`, \`--parts\` and \`--minute\` run some of it and leave this page alone.

Four things that happen in practice are measured besides:

- **Quotas.** The API serves so many requests in a certain time and refuses the others. Once that is a real
  minute: 30 requests, the others refused with status 509 and neither a header nor a word on when to come back.
  And it is 10 requests a second, in the three ways in which services count: a _fixed_ window starts again when it
  is over, a _sliding_ one never admits more than that in the second that ends now, a _bucket_ admits that many at
  once and then one after the other. Each is tried with the header Retry-After and without. "Pages ÷ quota" is how
  long the pages take at exactly the rate that is admitted. The node aims a fifth below that rate, which it leaves to
  the account's other programs.
- **One 429 in a thousand pages** of 20 ms each: a single refusal, without a header, behind which there is no quota.
- **Arrivals.** Every second a record is added at the front of the list while the node reads it, which moves all
  others towards its end. What was there at the start has to come once, all of it; what arrived may come.

- **A long list.** Get Summary reads a hundred thousand records, and a million, and has to take about as long as a
  Get Many whose filter keeps nothing, and as little memory for the one as for the other. What the walk needs to
  count no record twice grows with their number: it is measured by itself.

![Time by number of records](images/benchmark.svg)

${text}`;
	return await format(page, { parser: 'markdown' });
}
