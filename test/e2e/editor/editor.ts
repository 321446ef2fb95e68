import type { Browser, Locator, Page } from '@playwright/test';

import { OWNER } from '../client';
import { openPage, type OpenPage } from './browser';

/** n8n's editor in a browser: its canvas and its nodes panel. */
export class Editor {
	private constructor(
		private readonly url: string,
		private readonly opened: OpenPage,
	) {}

	/** Opens it in a page of its own, and signs in. */
	static async open(browser: Browser, url: string): Promise<Editor> {
		const editor = new Editor(url, await openPage(browser, url));
		const { page } = editor;
		await page.goto(`${url}/signin`);
		await page.locator('[name=emailOrLdapLoginId]').fill(OWNER.email);
		await page.locator('[name=password]').fill(OWNER.password);
		// the page asks whether somebody is signed in already, and is told no
		editor.complaints.length = 0;
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL(({ pathname }) => pathname !== '/signin');
		return editor;
	}

	get page(): Page {
		return this.opened.page;
	}

	/** What the browser's console had to complain about since signing in. */
	get complaints(): string[] {
		return this.opened.complaints;
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Searches in the nodes panel. */
	async searchNodes(text: string): Promise<void> {
		const search = this.page.getByTestId('node-creator-search-bar');
		if (!(await search.isVisible())) {
			await this.page.getByTestId('node-creator-plus-button').click();
		}
		await search.fill(text);
	}

	/** The names that the nodes panel shows. */
	async foundNodes(): Promise<string[]> {
		return await this.nodesPanelItems.allInnerTexts();
	}

	/** Adds a node by one of its actions, which opens it. */
	async addNode(name: string, action: string): Promise<void> {
		await this.searchNodes(name);
		await this.nodesPanelItems.getByText(name, { exact: true }).click();
		// below the triggers, where there are any, and then folded up
		const actions = this.page.getByTestId('node-creator-category-item').getByText(/^Actions/);
		await actions.waitFor();
		const item = this.nodesPanelItems.getByText(action, { exact: true });
		if (!(await item.isVisible())) await actions.click();
		await item.click();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** Adds a node behind one that is on the canvas, which opens it. */
	async addBehind(before: string, name: string): Promise<void> {
		await this.node(before).click();
		await this.page.keyboard.press('n');
		await this.page.getByTestId('node-creator-search-bar').fill(name);
		await this.nodesPanelItems.getByText(name, { exact: true }).click();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	/** All nodes on the canvas, and what is written below them. */
	async nodes(): Promise<Locator[]> {
		const node = '[data-test-id=canvas-node]';
		return await this.page.locator(`${node}, ${node} [class*=_description]`).all();
	}

	/**
	 * The address of a node's icon on the canvas.
	 * @throws when the browser cannot show it
	 */
	async iconOf(name: string): Promise<string | null> {
		const icon = this.node(name).locator('img').first();
		const address = await icon.getAttribute('src');
		await icon.evaluate(async (image: { decode(): Promise<void> }) => await image.decode());
		return address;
	}

	async executeWorkflow(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		await this.page.getByText('Workflow executed successfully').waitFor();
	}

	async useTheme(theme: 'light' | 'dark'): Promise<void> {
		await this.page.emulateMedia({ colorScheme: theme });
	}

	/** Closes the notices in the corner. */
	async closeNotices(): Promise<void> {
		const close = this.page.locator('.el-notification__closeBtn');
		while (await close.count()) {
			// a notice that goes by itself meanwhile is closed too
			await close
				.first()
				.click({ timeout: 2000 })
				.catch(() => {});
			await this.page.waitForTimeout(300);
		}
	}

	private get nodesPanelItems(): Locator {
		return this.page.getByTestId('node-creator-item-name');
	}
}
