// Numbers in the signs of the page's language, as the server writes them.

const [THOUSANDS = ",", DECIMALS = "."] = (document.documentElement.dataset["signs"] ?? ",|.").split("|");

/** Thousands apart, a fixed count of decimals, no minus zero. */
export function grouped(value: number, digits = 0): string {
  const plain = value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  });
  return plain.replace(/[,.]/g, (sign) => (sign === "," ? THOUSANDS : DECIMALS));
}
