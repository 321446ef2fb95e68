import { formatCount } from '../../counts';
import { formatChange, formatDifference, formatPoints, formatShare } from './format';
import { layoutTable, markup, type Html } from './markup';
import { styles } from './styles';
import type { Summary } from './summary';
import { unjudgedWords } from './words';

interface Figure {
	figure: string;
	label: string;
	change: string;
}

/** The three big numbers with their change. */
export function figures(summary: Summary): Html {
	const all = [documentsFigure(summary), suspiciousFigure(summary), shareFigure(summary)];
	// seven characters are too many for a third of a narrow column
	const isLong = all.some(({ figure }) => figure.length > 6);
	const cells = all.map(
		({ figure, label, change }) =>
			markup`<td width="33%" valign="top" style="${styles.figureCell}"><div style="${isLong ? styles.longFigure : styles.figure}">${figure}</div><div>${label}</div><div style="${styles.change}">${change}</div></td>`,
	);
	return layoutTable(markup`<tr>${cells}</tr>`, styles.figures);
}

function documentsFigure({ records, previous, change }: Summary): Figure {
	const relative = change?.records ?? null;
	const before = previous === null ? '' : `from ${formatCount(previous.records)}`;
	return {
		figure: formatCount(records),
		label: records === 1 ? 'document' : 'documents',
		change: relative === null ? before : `${formatChange(relative)} ${before}`,
	};
}

function suspiciousFigure({ suspicious, previous }: Summary): Figure {
	const before = previous?.suspicious.count;
	const change =
		before === undefined
			? ''
			: `${formatDifference(suspicious.count - before)} from ${formatCount(before)}`;
	return { figure: formatCount(suspicious.count), label: 'suspicious', change };
}

function shareFigure(summary: Summary): Figure {
	const { suspicious, previous, change } = summary;
	const difference = change?.suspiciousShare ?? null;
	const share = previous?.suspicious.share ?? null;
	const before = share === null ? '' : `from ${formatShare(share)}`;
	return {
		figure: suspicious.share === null ? '–' : formatShare(suspicious.share),
		label: unjudgedWords(summary) === null ? 'of documents' : 'of those judged',
		change: difference === null ? before : `${formatPoints(difference)} ${before}`,
	};
}
