import { hostsOf, checkAddress } from '../../../nodes/verifik/api/address';

test.each<[address: string, hosts: string[]]>([
	['https://verifik.co/a', []],
	['https://cdn.verifik.co/a?b=c', []],
	['https://a.b.verifik.co/a', []],
	['https://CDN.Verifik.CO:443/a', []],
	['https://images.example.com/a', ['images.example.com']],
	['https://images.example.com:8443/a', ['images.example.com:8443']],
	['http://127.0.0.1:3000/a', ['127.0.0.1:3000']],
	['http://localhost:3000/a', ['localhost:3000']],
	['http://[::1]:3000/a', ['[::1]:3000']],
	['http://127.10.20.30/a', ['127.10.20.30']],
])('%s may be connected to', (address, hosts) => {
	expect(checkAddress(address, hosts)).toEqual(new URL(address));
});

test.each<[address: string, refusal: string, hosts?: string[]]>([
	['', 'no usable image address'],
	['/images/1', 'no usable image address'],
	['https://', 'no usable image address'],
	['http://cdn.verifik.co/a', 'does not begin with https'],
	['http://images.example.com/a', 'does not begin with https', ['images.example.com']],
	['http://127.example.com/a', 'does not begin with https', ['127.example.com']],
	['http://xlocalhost/a', 'does not begin with https', ['xlocalhost']],
	['http://localhost.example.com/a', 'does not begin with https', ['localhost.example.com']],
	['ftp://127.0.0.1/a', 'does not begin with https', ['127.0.0.1']],
	['data:image/png;base64,AAAA', 'does not begin with https'],
	['https://verifik.co.example.com/a', 'neither Verifik'],
	['https://xverifik.co/a', 'neither Verifik'],
	['https://verifik.com/a', 'neither Verifik'],
	['https://verifik.co./a', 'neither Verifik'],
	['https://verifik.co:444/a', 'neither Verifik'],
	['https://cdn.verifik.co@example.com/a', 'neither Verifik'],
	['https://example.com#.verifik.co', 'neither Verifik'],
	['https://example.com\\.verifik.co', 'neither Verifik'],
	['http://127.0.0.1:3001/a', 'neither Verifik', ['127.0.0.1:3000']],
	['https://sub.images.example.com/a', 'neither Verifik', ['images.example.com']],
])('%s is refused: %s', (address, refusal, hosts = []) => {
	expect(checkAddress(address, hosts)).toContain(refusal);
});

test("a redirect's address may be relative to where it came from", () => {
	const base = new URL('https://cdn.verifik.co/a/b');
	expect(checkAddress('../c', [], base)).toEqual(new URL('https://cdn.verifik.co/c'));
	expect(checkAddress('//example.com/c', [], base)).toContain('neither Verifik');
});

test.each<[entered: string, hosts: string[]]>([
	['', []],
	[' , ;', []],
	['images.example.com', ['images.example.com']],
	['a.example, B.example;c.example', ['a.example', 'b.example', 'c.example']],
	['https://a.example/path?x=1', ['a.example']],
	['http://a.example/?next=https://b.example', ['a.example']],
	['a.example:8443\nb.example', ['a.example:8443', 'b.example']],
])('the hosts in %p', (entered, hosts) => {
	expect(hostsOf(entered)).toEqual(hosts);
});
