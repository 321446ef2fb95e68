const OWN_AND_N8N =
	"Part of this node's time is n8n's own and no node can shorten it: a connection for each request, the nodes around it.";
const LOOP =
	'n8n wraps each request in its own handling of credentials and HTTP, which the bare loop does without.';

/** What a target that is missed comes from, by its name: printed beside it, and only then. */
export const EXPLANATIONS: Record<string, string> = {
	'Faster than (a), 10 000 records': OWN_AND_N8N,
	'Faster than (b), 10 000 records': OWN_AND_N8N,
	'Faster than (a), 10 000 records, 100 ms a request':
		'Four requests at a time wait for their answers: Concurrent Requests can be raised to 10.',
	'Faster than (b), 10 000 records, 100 ms a request':
		'With four requests at a time, the waiting shrinks to a quarter at best.',
	'(c10) faster than (a), 10 000 records, 100 ms a request':
		'The first page is read alone, and n8n opens a connection for each request.',
	'(c) − (e) over (d2), 10 000 records': LOOP,
	'(c) − (e) over (d2), 50 000 records': LOOP,
	'A record of 100 000 over a record of 10 000':
		'n8n keeps all items of an execution in memory: the more there are, the longer its garbage collection takes.',
	'One 429 in 1 000 pages: time over time without':
		'Any refusal may be a quota: the node waits a moment, then keeps a fifth below the pace that was served before.',
	'A record a second: time over time without':
		'An arrival moves the pages: those under way are asked for again.',
	'30 a minute: time over pages ÷ quota':
		"The node keeps a fifth below what it has learned of the quota, for the account's other programs.",
};
