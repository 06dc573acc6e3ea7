import { either, type FieldInfo, type TextField } from '../../definition/field.ts';

/** The text of an element: group 1. */
export const element = (tag: string): RegExp => new RegExp(`<${tag}>\\s*([^<]*?)\\s*</${tag}>`);

/** The text of an attribute, with or without blanks around its `=`: group 1. */
export const attribute = (tag: string, name: string): RegExp => new RegExp(`<${tag}\\b[^>]*?\\b${name} *= *'([^']*)'`);

/** An element inside the one whose `id` is this: `<Sensor id='Main Pressure'> … <type>strain-0</type>`. */
export const elementIn = (parent: string, id: string, tag: string): RegExp =>
  new RegExp(`<${parent}\\b[^>]*? id *= *'${id}'(?:(?!</${parent}>)[^])*?${element(tag).source}`);

/** From a document's first tag to its last. In the head of an uploaded file `* ` stands before each line. */
export const documentOf = (root: string): { readonly from: RegExp; readonly to: RegExp } => ({
  from: new RegExp(`^[* ]*<${root}\\b`),
  to: new RegExp(`</${root}>`),
});

/** `yes` or `no`. */
export const yesNoField = (info: FieldInfo = {}): TextField<boolean> => either(['no', 'yes'], info);
