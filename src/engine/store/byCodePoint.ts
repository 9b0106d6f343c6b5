import { type DataTypeNode, type KyselyPlugin, OperationNodeTransformer, RawNode } from 'kysely'

/** Tables made through it sort text by code point, as SQLite does, whatever language the database was set up for. */
export const byCodePoint: KyselyPlugin = {
  transformQuery: ({ node }) => transformer.transformNode(node),
  transformResult: async ({ result }) => result,
}

class TextByCodePoint extends OperationNodeTransformer {
  protected override transformDataType(node: DataTypeNode): DataTypeNode {
    // A column's type may be raw SQL wherever a data type is taken; only the declared type of this method does not say so.
    return node.dataType === 'text' ? (RawNode.createWithSql('text collate "C"') as unknown as DataTypeNode) : node
  }
}

const transformer = new TextByCodePoint()
