/** The version of this package, which is that of the Python one. */
export const VERSION: string = "0.1.0";
