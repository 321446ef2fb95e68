import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { shapeRecord, type OutputShape } from './output';
import type { DocumentLivenessRecord } from './record';

/**
 * n8n's items for one record.
 *
 * @param pairedItem the input item that they come from; a trigger has none
 */
export function itemsOf(
	record: DocumentLivenessRecord,
	shape: OutputShape,
	pairedItem?: IPairedItemData,
): INodeExecutionData[] {
	return shapeRecord(record, shape).map((json) => ({
		json: json as IDataObject,
		...(pairedItem && { pairedItem }),
	}));
}
