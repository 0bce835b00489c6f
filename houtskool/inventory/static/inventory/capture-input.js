// What is looked at before a note is saved: personal data in the words, and the size of a photo.
const LONGEST_SIDE = 2000;

const isBsn = (digits) => {
  const weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
  return Number(digits) > 0 && weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11 === 0;
};

/** Which kinds of personal data seem to stand in the text. The server looks again, and knows more. */
export function hintsIn(text) {
  const found = [];
  if (/[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(text)) found.push("email");
  if (/\bNL\d{2}\s?[A-Z]{4}(?:\s?\d){10}\b/i.test(text)) found.push("iban");
  else if (/(?:\+31|\b0031|\b0)[\s-]?(?:\(0\))?(?:[\s-]?\d){9}\b/.test(text)) found.push("phone");
  if ((text.match(/\b\d{9}\b/g) ?? []).some(isBsn)) found.push("bsn");
  return found;
}

/** The photo as a JPEG of a size that a phone network can carry; drawn on `preview` where that is given. */
export async function smaller(file, preview) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = preview ?? document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    if (preview) preview.hidden = false;
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return blob ?? file;
  } catch {
    // Not a picture that this browser knows: the server tells what is wrong with it.
    return file;
  }
}
