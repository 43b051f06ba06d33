"""The task served by LitServe."""

import litserve
from classifying import arguments, load


class Sections(litserve.LitAPI):
    """Puts texts into their section."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self.model = model

    def setup(self, device: str) -> None:  # noqa: ARG002
        self.classify = load(self.model)

    def decode_request(self, request: dict[str, str]) -> str:
        return request["text"]

    def predict(self, text: str) -> str:
        return self.classify(text)

    def encode_response(self, section: str) -> dict[str, str]:
        return {"section": section}


if __name__ == "__main__":  # its worker imports this file anew
    options = arguments()
    server = litserve.LitServer(Sections(options.model), accelerator="cpu", fast_queue=True)
    server.run(host="127.0.0.1", port=options.port, log_level="warning", generate_client_file=False)
