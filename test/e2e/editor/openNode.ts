import type { Locator, Page } from '@playwright/test';

/** The window of a node that was opened: its parameters, and what came out of it. */
export class OpenNode {
	readonly window: Locator;

	constructor(private readonly page: Page) {
		this.window = page.getByTestId('ndv');
	}

	/** The names of the parameters that show. */
	async parameters(): Promise<string[]> {
		const labels = this.page
			.locator('[data-test-id=node-parameters] [data-test-id=input-label]')
			.filter({ visible: true });
		// below the name come the buttons "Fixed" and "Expression"
		return (await labels.allInnerTexts()).map((text) => text.split('\n')[0]);
	}

	/** Chooses an entry in the list of a parameter. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.input(parameter).click();
		await this.option(option).click();
	}

	/** Turns a switch. */
	async toggle(parameter: string): Promise<void> {
		await this.input(parameter).locator('.el-switch__core').click();
	}

	/** What a collection offers to add. */
	async offeredBy(collection: 'Filter' | 'Option'): Promise<string[]> {
		const add = this.page.getByPlaceholder(`Add ${collection}`);
		await add.click();
		const options = this.page.getByRole('option').filter({ visible: true });
		await options.first().waitFor();
		const offered = await options.allInnerTexts();
		await add.click();
		await options.first().waitFor({ state: 'hidden' });
		return offered;
	}

	async add(collection: 'Filter' | 'Option', name: string): Promise<void> {
		await this.page.getByPlaceholder(`Add ${collection}`).click();
		await this.option(name).click();
	}

	async fill(parameter: string, value: string): Promise<void> {
		await this.input(parameter).locator('input').fill(value);
		await this.input(parameter).locator('input').blur();
	}

	/** Opens the list of "From list". */
	async openList(): Promise<void> {
		await this.page.getByTestId('rlc-input').click();
		await this.listItems.first().waitFor();
	}

	/** Narrows the list that is open. */
	async searchList(text: string): Promise<void> {
		await this.page.getByTestId('rlc-search').fill(text);
	}

	/** What the list that is open offers so far. */
	async listed(): Promise<string[]> {
		return await this.listItems.allInnerTexts();
	}

	async pickFromList(index: number): Promise<void> {
		await this.listItems.nth(index).click();
	}

	/** "Execute step". */
	async execute(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
		await this.output.getByTestId('node-run-status-success').waitFor();
	}

	/** How the output shows what came out. */
	async showAs(view: 'schema' | 'table' | 'json'): Promise<void> {
		await this.output.getByTestId(`radio-button-${view}`).click();
	}

	/** What came out, as a table: the column names, then a list of cells for each item. */
	async table(): Promise<string[][]> {
		await this.showAs('table');
		const rows = await this.output.locator('table tr').all();
		return await Promise.all(rows.map(async (row) => await row.locator('th, td').allInnerTexts()));
	}

	/** Brings a column of the output's table into sight. */
	async scrollTableTo(column: string): Promise<void> {
		await this.output
			.locator('table th')
			.getByText(column, { exact: true })
			.scrollIntoViewIfNeeded();
	}

	/** The fields that n8n offers of the node before, which has not run. */
	async previewedFields(): Promise<string[]> {
		const fields = this.page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-item');
		await fields.first().waitFor();
		return (await fields.allInnerTexts()).map((text) => text.trim());
	}

	async close(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.window.waitFor({ state: 'hidden' });
	}

	private get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	private get listItems(): Locator {
		return this.page.getByTestId('rlc-item').filter({ visible: true });
	}

	private input(parameter: string): Locator {
		return this.page.getByTestId(`parameter-input-${parameter}`);
	}

	private option(name: string): Locator {
		return this.page.getByRole('option').filter({ visible: true }).getByText(name, { exact: true });
	}
}
