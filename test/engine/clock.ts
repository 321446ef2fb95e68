/** Lets this process's clock go on from a moment, until the test ends. */
export function setClock(moment: string): void {
	const now = Date.now.bind(Date);
	const ahead = Date.parse(moment) - now();
	jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
}

afterEach(() => jest.restoreAllMocks());
