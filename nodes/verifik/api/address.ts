/**
 * Judges an address from which an image is to be downloaded. It comes out of a record or out of a
 * redirect, so it decides which server this n8n connects to: only `verifik.co`, what is below it
 * and the given hosts, and only with https. A loopback host may go without: it is the simulator.
 *
 * @param hosts with the port, unless it is the protocol's own: "localhost:3000"
 * @param base what a redirect's address may be relative to
 * @returns the address, or why it is not connected to, for people; without the address itself, since
 * whoever has it can look at the photo
 */
export function checkAddress(address: string, hosts: string[], base?: URL): URL | string {
	if (!URL.canParse(address, base?.href)) return 'The record has no usable image address.';
	const url = new URL(address, base);
	const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
	const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback);
	if (!isSafe) return 'The address does not begin with https.';
	if (/^(.+\.)?verifik\.co$/.test(url.host) || hosts.includes(url.host)) return url;
	return "Its host is neither Verifik's nor the one in Base URL. If you trust it, add it to Allowed Image Hosts in Options.";
}

/** Reads hosts out of "images.example.com, https://cdn.example.com/", as people enter them. */
export function hostsOf(text: string): string[] {
	return text
		.split(/[\s,;]/)
		.map((entry) =>
			entry
				.toLowerCase()
				.replace(/^https?:\/\//, '')
				.replace(/[/?#].*/, ''),
		)
		.filter((host) => host !== '');
}
