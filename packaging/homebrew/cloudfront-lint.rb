# The formula of the tap. The release workflow fills in the version and the checksum of its sources.
class CloudfrontLint < Formula
  desc "Finds every error in Amazon CloudFront configuration before the service does"
  homepage "https://github.com/cloudfront-lint/cloudfront-lint"
  url "https://github.com/cloudfront-lint/cloudfront-lint/archive/refs/tags/v@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    generate_completions_from_executable(bin/"cloudfront-lint", "completions")
  end

  test do
    (testpath/"batch.json").write <<~JSON
      {"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}
    JSON
    output = shell_output("#{bin}/cloudfront-lint check --format concise batch.json", 1)
    assert_match "error[quantity-mismatch]", output
  end
end
