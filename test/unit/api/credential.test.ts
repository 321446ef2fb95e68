import fc from '../../harness/fastCheck';
import {
	cleanBaseUrl,
	cleanToken,
	isSameOrigin,
	tokenEnvironment,
	tokenExpiry,
} from '../../../nodes/verifik/api/credential';

const EXPIRY = new Date('2026-01-31T12:00:00Z');
const EXPIRY_SECONDS = EXPIRY.getTime() / 1000;

/** A token with these claims, signed by nobody. */
function tokenWith(claims: unknown): string {
	const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return [part({ alg: 'HS256', typ: 'JWT' }), part(claims), 'c2lnbmF0dXJl'].join('.');
}

const TOKEN = tokenWith({ clientId: '613375a1eab2fe08527f81e2', expiresAt: EXPIRY_SECONDS });

describe('a pasted token', () => {
	test.each<[name: string, pasted: string]>([
		['alone', TOKEN],
		['with white space around it', ` \t${TOKEN}\r\n`],
		['after "Bearer"', `Bearer ${TOKEN}`],
		['after "JWT"', `JWT ${TOKEN}`],
		['after "jwt" and a line break', `jwt\n${TOKEN}`],
		['as a whole header', `Authorization: Bearer ${TOKEN}`],
		['as a header without a space', `authorization:Bearer ${TOKEN}`],
		['in double quotes', `"${TOKEN}"`],
		['in backticks', `\`${TOKEN}\``],
		['with "Bearer" within the quotes', `"Bearer ${TOKEN}"`],
		['as a header in quotes, out of a curl command', `'Authorization: Bearer ${TOKEN}'`],
		['with a line break in the middle', `${TOKEN.slice(0, 20)}\n${TOKEN.slice(20)}`],
		['with a no-break space and a byte order mark', `\uFEFF\u00A0${TOKEN}\u00A0`],
		['in the curly quotes of a word processor', `“${TOKEN}”`],
		['in single curly quotes', `‘${TOKEN}’`],
		['with a zero-width space out of a web page', `\u200B${TOKEN}\u200B`],
	])('is accepted %s', (_name, pasted) => {
		expect(cleanToken(pasted)).toBe(TOKEN);
	});

	test.each([
		[''],
		['  \n'],
		['""'],
		['Bearer'],
		['Bearer '],
		['"JWT "'],
		[undefined],
		[null],
		[42],
		[{}],
	])('of %p is none', (pasted) => {
		expect(cleanToken(pasted)).toBe('');
	});

	test('that only begins like "Bearer" or "JWT" stays whole', () => {
		expect(cleanToken('bearerabc')).toBe('bearerabc');
		expect(cleanToken('jwt.abc.def')).toBe('jwt.abc.def');
	});

	test('is the same when it is cleaned again', () => {
		const word = fc.constantFrom('Bearer ', 'JWT ', '"', "'", ' ', '\n', 'abc.');
		fc.assert(
			fc.property(fc.array(word), (words) => {
				const token = cleanToken(`${words.join('')}x`);
				expect(token).toMatch(/^[^\s"'`]+$/);
				expect(cleanToken(token)).toBe(token);
			}),
		);
	});
});

describe('when a token expires', () => {
	test.each<[name: string, claims: unknown]>([
		["is read from Verifik's own claim", { expiresAt: EXPIRY_SECONDS }],
		['is read from the usual claim', { exp: EXPIRY_SECONDS }],
		["is Verifik's own claim when it has both", { expiresAt: EXPIRY_SECONDS, exp: 1 }],
		["is the usual claim when Verifik's is null", { expiresAt: null, exp: EXPIRY_SECONDS }],
		['may be in ms', { expiresAt: EXPIRY.getTime() }],
		['may be digits in a text', { expiresAt: String(EXPIRY_SECONDS) }],
		['may be a date in a text', { expiresAt: '2026-01-31T12:00:00.000Z' }],
	])('%s', (_name, claims) => {
		expect(tokenExpiry(tokenWith(claims))).toEqual(EXPIRY);
	});

	test.each<[name: string, token: string]>([
		['that is empty', ''],
		['that is no JWT', 'abcdef'],
		['whose claims are not JSON', `a.${Buffer.from('{"exp":').toString('base64url')}.c`],
		['whose claims are null', tokenWith(null)],
		['whose claims are a number', tokenWith(5)],
		['whose claims are a list', tokenWith([EXPIRY_SECONDS])],
		['without such a claim', tokenWith({ sub: 'me' })],
		['whose claim is a text', tokenWith({ exp: 'never' })],
		['whose claim is no date', tokenWith({ exp: '2026-99-99' })],
		['whose claim is a list', tokenWith({ exp: [EXPIRY_SECONDS] })],
		['whose claim is beyond all dates', tokenWith({ exp: 1e300 })],
	])('is unknown for a token %s', (_name, token) => {
		expect(tokenExpiry(token)).toBeUndefined();
	});

	test('is unknown, and never an error, for any other text', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(tokenExpiry(text)).toBeUndefined();
				expect(tokenExpiry(`a.${text}.c`)).toBeUndefined();
			}),
		);
	});
});

test.each<[mode: unknown, environment: string | undefined]>([
	['sandbox', 'sandbox'],
	['Sandbox', 'sandbox'],
	['production', 'production'],
	['live', 'production'],
	['', undefined],
	[undefined, undefined],
	[null, undefined],
	[1, undefined],
])('a token with the mode %p is of the environment %p', (mode, environment) => {
	expect(tokenEnvironment(tokenWith({ mode }))).toBe(environment);
	expect(tokenEnvironment('no token')).toBeUndefined();
});

describe('a typed base URL', () => {
	test.each([
		['https://api.verifik.co', 'https://api.verifik.co'],
		['  https://api.verifik.co/ ', 'https://api.verifik.co'],
		['https://api.verifik.co///', 'https://api.verifik.co'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['HTTPS://API.VERIFIK.CO', 'HTTPS://API.VERIFIK.CO'],
		['https://proxy.example/verifik/', 'https://proxy.example/verifik'],
	])('%p is taken as %p', (typed, baseUrl) => {
		expect(cleanBaseUrl(typed)).toBe(baseUrl);
	});

	test.each([
		[''],
		['   '],
		['/'],
		['https://'],
		['api.verifik.co'],
		['localhost:8080'],
		['ftp://api.verifik.co'],
		['https://user:pass@api.verifik.co'],
		['https://api.verifik.co@evil.example'],
		['file:///etc/passwd'],
		['javascript:alert(1)'],
		['https://api verifik.co'],
		[null],
		[{}],
	])('%p is no address', (typed) => {
		expect(cleanBaseUrl(typed)).toBeUndefined();
	});
});

describe('the token', () => {
	test.each([
		['https://api.verifik.co/v2/document-liveness'],
		['https://api.verifik.co:443/'],
		['HTTPS://API.verifik.co/'],
		['https://ａｐｉ.verifik.co/'],
		['https://api。verifik.co/'],
	])('may go to %p', (url) => {
		expect(isSameOrigin(url, 'https://api.verifik.co')).toBe(true);
	});

	test.each([
		['http://api.verifik.co/'],
		['https://api.verifik.co:8443/'],
		['https://verifik.co/'],
		['https://cdn.verifik.co/document-liveness/1'],
		['https://api.verifik.co%40evil.example/'],
		['https://api.verifik.co%2eevil.example/'],
		['https://api.verifik.co./'],
		['https://аpi.verifik.co/'],
		['https://evil.example\\@api.verifik.co/'],
		['wss://api.verifik.co/'],
		['blob:https://evil.example/1'],
		[''],
	])('may not go to %p', (url) => {
		expect(isSameOrigin(url, 'https://api.verifik.co')).toBe(false);
	});

	test('may go to no host when the base URL is no address', () => {
		expect(isSameOrigin('https://evil.example', 'nonsense')).toBe(false);
	});
});
