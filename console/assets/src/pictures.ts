// A photo is made smaller in the browser before it is sent: a telephone's has ten times as many bytes as anybody looks
// at. What this browser cannot read, such as HEIC in Chromium, is sent as it is.
const EDGE_MAX = 2048;
const SMALL_BYTES = 600_000;

export async function smaller(file: File): Promise<Blob> {
  if (!file.type.startsWith("image/") || file.size <= SMALL_BYTES) return file;
  try {
    const picture = await read(file);
    const scale = Math.min(1, EDGE_MAX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return drawn && drawn.size < file.size ? drawn : file;
  } catch {
    return file;
  }
}

// By an element: it turns the picture as the camera says, in every browser of ours.
function read(file: File): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(file);
  return new Promise<HTMLImageElement>((done, failed) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = failed;
    image.src = address;
  }).finally(() => URL.revokeObjectURL(address));
}
