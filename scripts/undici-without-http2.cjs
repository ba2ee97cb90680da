// Stands in for undici's HTTP/2 client in the bundle: connections never offer HTTP/2, and loading Node's costs milliseconds.
module.exports = () => {
  throw new Error('This program speaks HTTP/1.1 only.');
};
