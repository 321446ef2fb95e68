import type { Locator, Page } from '@playwright/test';

/** The window of a credential, opened from a node that needs one. */
export class CredentialWindow {
	readonly window: Locator;

	constructor(private readonly page: Page) {
		this.window = page.getByTestId('editCredential-modal');
	}

	/** Opens it from a node without a credential, while there is none of its type. */
	async create(): Promise<void> {
		await this.page.getByTestId('node-credentials-empty-state').getByRole('button').click();
		await this.window.waitFor();
	}

	/** Opens it for the credential that the node has; n8n then tests it. */
	async edit(): Promise<void> {
		await this.page.getByTestId('credential-edit-button').click();
		await this.window.waitFor();
	}

	field(name: string): Locator {
		return this.window.getByTestId(`parameter-input-${name}`);
	}

	async fill(field: string, value: string): Promise<void> {
		await this.field(field).locator('input').fill(value);
	}

	async value(field: string): Promise<string> {
		return await this.field(field).locator('input').inputValue();
	}

	/** "Save", after which n8n tests. The window closes by itself when that succeeds. */
	async save(): Promise<void> {
		await this.window.getByTestId('credential-save-button').click();
	}

	/** All that it says once the test has failed, details included. */
	async failure(): Promise<string> {
		const details = this.window.getByText('More details');
		await details.click();
		await details.waitFor({ state: 'hidden' });
		return await this.window.innerText();
	}

	/** What it says once the test has succeeded. */
	get success(): Locator {
		return this.window.getByTestId('credentials-config-container-test-success');
	}

	async close(): Promise<void> {
		await this.window.locator('.el-dialog__headerbtn').click();
		await this.window.waitFor({ state: 'hidden' });
	}
}
