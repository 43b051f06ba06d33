"""`chuyenmuc demo`: the whole way, from a corpus to an answer over HTTP."""

import json
from pathlib import Path
from typing import Annotated

import typer

from training.cli.console import TerminalProgress, output, show_evaluation
from training.cli.files import write_text
from training.cli.options import Jobs, number_of_jobs
from training.cli.service import running_service
from training.config import load_config

_ARTICLES = (
    {
        "title": "Hai đội chia điểm sau trận cầu sáu bàn thắng",
        "body": "Tiền đạo đội khách gỡ hòa 3-3 ở phút 90 từ chấm phạt đền, huấn luyện viên hai bên "
        "đều hài lòng với lối đá tấn công của các cầu thủ.",
    },
    {
        "title": "Tòa tuyên án nhóm lừa bán đất nền không có thật",
        "body": "Hội đồng xét xử nhận định các bị cáo đã làm giả giấy tờ, chiếm đoạt tiền đặt cọc "
        "của 40 bị hại. Bị cáo cầm đầu lĩnh 14 năm tù.",
    },
    {"text": "Mưa rét hay nắng nóng?"},
)


def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the model goes.")] = Path(
        "models/demo"
    ),
    reports: Annotated[Path, typer.Option(metavar="DIR", help="Where the report goes.")] = Path(
        "reports"
    ),
    jobs: Jobs = None,
) -> None:
    """Train on the starter corpus, evaluate, serve, classify, stop."""
    from data.checks import Survey
    from model import SectionClassifier
    from training.report import summarise
    from training.reporting import report_evaluation
    from training.starter import STARTER
    from training.testing import evaluate_on
    from training.trainer import train

    progress = TerminalProgress()
    output.print(f"1. Training on the starter corpus, {STARTER.name}: its train part")
    manifest, _ = train(
        STARTER, out, load_config(), split="train", jobs=number_of_jobs(jobs), progress=progress
    )
    output.print("2. Evaluating on its test part")
    classifier = SectionClassifier.load(out)
    survey = Survey()
    evaluation = evaluate_on(classifier, STARTER, split="test", survey=survey, progress=progress)
    show_evaluation(evaluation)
    page = report_evaluation(
        evaluation, classifier, STARTER, survey=survey, split="test", progress=progress
    )
    reports.mkdir(parents=True, exist_ok=True)
    report, summary = (reports / f"starter.{form}" for form in ("html", "md"))
    write_text(report, page)
    write_text(summary, summarise(evaluation.to_dict()))
    output.print(f"The report, to be opened in a browser: {report}; as Markdown: {summary}")
    output.print("3. Serving the model and classifying over HTTP")
    with running_service(out) as service:
        for article in _ARTICLES:
            request = article | {"top_k": 3}
            output.print(f"POST {service.url}/v1/classify {_json(request)}")
            output.print(_json(service.classify(request), indent=2))
    output.print(f"4. Stopped. The model {manifest.name} {manifest.version} stays in {out}")


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
