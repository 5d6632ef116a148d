import pytest
from waymark.site.demo.loading import load_demo
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import picture_of
@pytest.mark.django_db
def test_x():
    import time
    t=time.process_time(); o=load_demo("alpha"); print("cpu",time.process_time()-t)
    p=picture_of(GapAssessment.objects.of(o).get())
    print(p.clause_counts,p.control_counts,[ (g.view.point.ref) for g in p.plan if g.view.severity==1], len(p.claimed), [c.view.point.ref for c in p.claimed])
