/** Why an image is not fetched from an address. */
export type AddressRefusal = 'not an address' | 'not https' | 'host not allowed';

/**
 * Judges an address from which an image is to be downloaded. It comes out of a record or out of a
 * redirect, so it decides which server this n8n connects to: only `verifik.co`, what is below it
 * and the given hosts, and only with https. A loopback host may go without: it is the sandbox.
 *
 * @param hosts with the port, unless it is the protocol's own: "localhost:3000"
 * @param base what a redirect's address may be relative to
 */
export function checkAddress(address: string, hosts: string[], base?: URL): URL | AddressRefusal {
	if (!URL.canParse(address, base?.href)) return 'not an address';
	const url = new URL(address, base);
	const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) return 'not https';
	const isVerifik = /^(.+\.)?verifik\.co$/.test(url.host);
	return isVerifik || hosts.includes(url.host) ? url : 'host not allowed';
}

/** Reads hosts out of "images.example.com, https://cdn.example.com/", as people enter them. */
export function hostsOf(text: string): string[] {
	return text
		.split(/[\s,;]/)
		.map((entry) => entry.toLowerCase().replace(/^https?:\/\//, ''))
		.map((entry) => entry.replace(/[/?#].*/, ''))
		.filter((host) => host !== '');
}
