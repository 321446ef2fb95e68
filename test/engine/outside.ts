import nock from 'nock';

/**
 * Keeps the tests of a file off the internet: a request is answered by nock or goes to this
 * computer. Each test has to make all the requests that it announced. Not part of `support.ts`:
 * nock stands between a file that imports it and every server, slows down each request, and a
 * request that is dropped while it connects becomes an error that reaches nobody
 * ("connect ECANCELED"). A test that drops requests belongs into a file without it.
 */
export function keepOffTheInternet(): void {
	beforeAll(() => {
		// it is loaded once, and each file that uses it switches it off at the end
		if (!nock.isActive()) nock.activate();
	});
	beforeEach(() => {
		nock.disableNetConnect();
		nock.enableNetConnect('127.0.0.1');
	});
	afterEach(() => {
		const pending = nock.pendingMocks();
		nock.cleanAll();
		expect(pending).toEqual([]);
	});
	afterAll(() => {
		nock.enableNetConnect();
		nock.restore();
	});
}
