// Every text of the interface, by language.
import { EN } from "./strings-en.js";
import { ZH } from "./strings-zh.js";

export const STRINGS = { "zh-TW": ZH, en: EN };
