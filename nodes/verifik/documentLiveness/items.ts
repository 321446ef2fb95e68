import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { shapeRecord, type OutputShape } from './output';
import type { DocumentLivenessRecord } from './record';
import type { Reason } from './suspicious';

/**
 * n8n's items for one record.
 *
 * @param pairedItem the input item that they come from; a trigger has none
 * @param reasons why the record is suspicious, where that is asked for
 */
export function itemsOf(
	record: DocumentLivenessRecord,
	shape: OutputShape,
	pairedItem?: IPairedItemData,
	reasons?: Reason[],
): INodeExecutionData[] {
	return shapeRecord(record, shape, reasons).map((json) => ({
		json: json as IDataObject,
		...(pairedItem && { pairedItem }),
	}));
}
